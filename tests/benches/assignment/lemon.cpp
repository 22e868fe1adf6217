// LEMON (lemon.cs.elte.hu, Boost licence) on a problem that the bench wrote: network simplex or cost scaling.
// Prints the cost, the seconds that the solver alone kept a processor, and the peak of memory in MiB.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using lemon::StaticDigraph;

// Arcs from the households (0..rows) to the caretakers, and from each caretaker to the last node, an arc for each run
// of units of one cost.
struct Network {
    int nodes;
    std::vector<std::pair<int, int>> arcs;
    std::vector<int64_t> cost;
    std::vector<int> upper;
    std::vector<int> supply;
    int64_t constant;
};

template <typename T>
static std::vector<T> read_list(FILE *file, size_t count) {
    std::vector<T> list(count);
    if (fread(list.data(), sizeof(T), count, file) != count) {
        fprintf(stderr, "the file is too short\n");
        exit(2);
    }
    return list;
}

static Network read_network(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    auto sizes = read_list<uint64_t>(file, 4);
    size_t rows = sizes[0], sinks = sizes[1], arcs = sizes[2], runs = sizes[3];
    auto row_start = read_list<uint32_t>(file, rows + 1);
    auto arc_sink = read_list<uint32_t>(file, arcs);
    auto arc_cost = read_list<int64_t>(file, arcs);
    auto fixed = read_list<uint32_t>(file, sinks);
    auto run_sink = read_list<uint32_t>(file, runs);
    auto run_upper = read_list<uint32_t>(file, runs);
    auto run_cost = read_list<int64_t>(file, runs);
    auto constant = read_list<int64_t>(file, 1);
    fclose(file);

    Network net;
    int last = int(rows + sinks);
    net.nodes = last + 1;
    net.constant = constant[0];
    net.supply.assign(net.nodes, 1);
    int left = int(rows);
    for (size_t sink = 0; sink < sinks; ++sink) {
        net.supply[rows + sink] = -int(fixed[sink]);
        left -= int(fixed[sink]);
    }
    net.supply[last] = -left;
    for (size_t row = 0; row < rows; ++row) {
        for (uint32_t arc = row_start[row]; arc < row_start[row + 1]; ++arc) {
            net.arcs.emplace_back(int(row), int(rows + arc_sink[arc]));
            net.cost.push_back(arc_cost[arc]);
            net.upper.push_back(1);
        }
    }
    for (size_t run = 0; run < runs; ++run) {
        net.arcs.emplace_back(int(rows + run_sink[run]), last);
        net.cost.push_back(run_cost[run]);
        net.upper.push_back(int(run_upper[run]));
    }
    return net;
}

static double clock_seconds() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

static double peak() {
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    double kib = 0;
    while (file && fgets(line, sizeof line, file)) {
        if (!strncmp(line, "VmHWM:", 6)) kib = atof(line + 6);
    }
    if (file) fclose(file);
    return kib / 1024;
}

template <typename Solver>
static int solve(Network &net) {
    StaticDigraph graph;
    graph.build(net.nodes, net.arcs.begin(), net.arcs.end());
    StaticDigraph::ArcMap<int64_t> cost(graph);
    StaticDigraph::ArcMap<int> upper(graph);
    StaticDigraph::NodeMap<int> supply(graph);
    for (int arc = 0; arc < graph.arcNum(); ++arc) {
        cost[graph.arc(arc)] = net.cost[arc];
        upper[graph.arc(arc)] = net.upper[arc];
    }
    for (int node = 0; node < net.nodes; ++node) supply[graph.node(node)] = net.supply[node];
    Solver solver(graph);
    solver.upperMap(upper).costMap(cost).supplyMap(supply);
    double start = clock_seconds();
    auto status = solver.run();
    double seconds = clock_seconds() - start;
    if (status != Solver::OPTIMAL) {
        fprintf(stderr, "no optimum\n");
        return 1;
    }
    long long total = solver.template totalCost<long long>() + net.constant;
    printf("%lld %.9f %.1f\n", total, seconds, peak());
    return 0;
}

int main(int count, char **arguments) {
    if (count != 3) return 2;
    Network net = read_network(arguments[2]);
    std::string which = arguments[1];
    if (which == "simplex") return solve<lemon::NetworkSimplex<StaticDigraph, int, int64_t>>(net);
    if (which == "scaling") return solve<lemon::CostScaling<StaticDigraph, int, int64_t>>(net);
    return 2;
}
