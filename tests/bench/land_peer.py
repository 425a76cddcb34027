"""The overlay as a user of geopandas writes it, run by an interpreter of its own.

``land_peer.py FOLDER``: reads ``left.gpkg``, ``right.gpkg`` and the plane's ``plane.txt``, writes
``peer.npy`` (left, right, m²) and says seconds and memory. Nothing of the house is imported.
"""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

import geopandas
import numpy
import pyproj

folder = Path(sys.argv[1])
left, right = (geopandas.read_file(folder / f"{side}.gpkg") for side in ("left", "right"))
left, right = left.rename(columns={"key": "left"}), right.rename(columns={"key": "right"})
plane = (folder / "plane.txt").read_text()

start, work = perf_counter(), process_time()
pieces = geopandas.overlay(left.to_crs(plane), right.to_crs(plane), how="intersection")
flat = pieces.area
cut = perf_counter()
# Areas on the ellipsoid: geopandas has none of its own, pyproj measures shape by shape.
geod = pyproj.Geod(ellps="GRS80")
drawn = pieces.to_crs(left.crs).geometry
areas = numpy.array([abs(geod.geometry_area_perimeter(shape)[0]) for shape in drawn])
end = perf_counter()
work = process_time() - work

pairs = pieces[["left", "right"]].to_numpy()
order = numpy.lexsort((pairs[:, 1], pairs[:, 0]))
numpy.save(folder / "peer.npy", numpy.c_[pairs, areas, flat][order])
told = {
    "flat": cut - start,
    "exact": end - start,
    "work": work,
    "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}
sys.stdout.write(json.dumps(told) + "\n")
