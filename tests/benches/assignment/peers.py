"""Peers with a Python interface, on a problem that the bench wrote: OR-Tools, HiGHS.

python peers.py SOLVER FILE prints the cost, the seconds that the solver alone kept a processor, and the peak of memory in MiB.
"""

import sys
import time

import numpy as np


class Network:
    """Rows, sinks, and the node where all units end."""

    def __init__(self, path):
        data = memoryview(open(path, "rb").read())
        at = 0

        def take(kind, count):
            nonlocal at
            part = np.frombuffer(data, kind, count, at)
            at += part.nbytes
            return part

        self.rows, self.sinks, arcs, runs = (int(size) for size in take("<u8", 4))
        starts = take("<u4", self.rows + 1)
        self.arc_row = np.repeat(np.arange(self.rows, dtype=np.int32), np.diff(starts))
        self.arc_sink = take("<u4", arcs).astype(np.int32)
        self.arc_cost = take("<i8", arcs)
        self.fixed = take("<u4", self.sinks).astype(np.int64)
        self.run_sink = take("<u4", runs).astype(np.int32)
        self.run_units = take("<u4", runs).astype(np.int64)
        self.run_cost = take("<i8", runs)
        self.constant = int(take("<i8", 1)[0])


def ortools(net):
    from ortools.graph.python import min_cost_flow

    flow = min_cost_flow.SimpleMinCostFlow()
    last = net.rows + net.sinks
    tails = np.concatenate([net.arc_row, net.rows + net.run_sink])
    heads = np.concatenate([net.rows + net.arc_sink, np.full(len(net.run_sink), last, np.int32)])
    units = np.concatenate([np.ones(len(net.arc_row), np.int64), net.run_units])
    costs = np.concatenate([net.arc_cost, net.run_cost])
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, units, costs)
    supplies = np.concatenate([np.ones(net.rows, np.int64), -net.fixed, [net.fixed.sum() - net.rows]])
    flow.set_nodes_supplies(np.arange(last + 1, dtype=np.int32), supplies)
    start = time.process_time()
    status = flow.solve()
    seconds = time.process_time() - start
    if status != flow.OPTIMAL:
        sys.exit(f"no optimum: {status}")
    return flow.optimal_cost(), seconds


def highs(net):
    import highspy

    arcs, runs = len(net.arc_row), len(net.run_sink)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = arcs + runs, net.rows + net.sinks
    lp.col_cost_ = np.concatenate([net.arc_cost, net.run_cost]).astype(float)
    lp.col_lower_ = np.zeros(arcs + runs)
    lp.col_upper_ = np.concatenate([np.ones(arcs), net.run_units.astype(float)])
    lp.row_lower_ = lp.row_upper_ = np.concatenate([np.ones(net.rows), net.fixed.astype(float)])
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    # A pair counts in its row and in its sink; a run is what the sink passes on.
    pairs = np.stack([net.arc_row, net.rows + net.arc_sink], axis=1).ravel()
    matrix.index_ = np.concatenate([pairs, net.rows + net.run_sink]).astype(np.int32)
    matrix.value_ = np.concatenate([np.ones(2 * arcs), -np.ones(runs)])
    ends = np.concatenate([np.arange(0, 2 * arcs, 2), 2 * arcs + np.arange(runs + 1)])
    matrix.start_ = ends.astype(np.int32)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(lp)
    start = time.process_time()
    solver.run()
    seconds = time.process_time() - start
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        sys.exit(f"no optimum: {solver.getModelStatus()}")
    return round(solver.getInfo().objective_function_value), seconds


def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


if __name__ == "__main__":
    network = Network(sys.argv[2])
    cost, seconds = {"ortools": ortools, "highs": highs}[sys.argv[1]](network)
    print(cost + network.constant, f"{seconds:.9f}", f"{peak():.1f}")
