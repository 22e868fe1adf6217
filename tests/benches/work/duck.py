"""DuckDB on the rows that the bench wrote: python duck.py FOLDER.

For each line that comes in it runs the query, and prints the seconds, the number of groups and the sums of five figures.
"""

import sys
import time

import duckdb

folder = sys.argv[1]
db = duckdb.connect()
db.execute("SET threads = 1")
columns = ["shape", "unit", "kind", "urgency", "day", "resolved", "late", "open", "overdue"]
types = {name: "INTEGER" for name in columns}
db.execute(f"CREATE TABLE matter AS SELECT * FROM read_csv('{folder}/matter.csv', header = false, columns = {types})")
ends = {name: "INTEGER" for name in ["shape", "unit", "ancestor"]}
db.execute(f"CREATE TABLE closure AS SELECT * FROM read_csv('{folder}/closure.csv', header = false, columns = {ends})")
query = open(f"{folder}/query.sql").read()
for _ in sys.stdin:
    start = time.perf_counter()
    groups = db.execute(query).fetchnumpy()
    seconds = time.perf_counter() - start
    figures = list(groups.values())[3:]
    print(seconds, len(figures[0]), *(int(figure.sum()) for figure in figures), flush=True)
