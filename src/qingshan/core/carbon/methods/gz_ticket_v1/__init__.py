"""林业碳票计量方法 v1: stock difference of arbor sub-compartments by the volume method."""
