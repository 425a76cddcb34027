"""Side files of an office (Excel, WPS, CSV): read strictly, returned with what is wrong."""
