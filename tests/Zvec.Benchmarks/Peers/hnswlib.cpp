// Serves hnswlib to Zvec.Benchmarks: one request a line of JSON on standard input (flat objects whose strings hold no escapes), one answer a line on
// standard output, marked with "@" at its start.
//
//   g++ -O3 -march=native -std=c++17 -pthread hnswlib.cpp -o hnswlib-peer
//   {"do":"kernels"}
//   {"do":"build","path":P,"base":FILE,"metric":"cosine|l2|ip","m":16,"efConstruction":200,"threads":2,"kernel":"own|avx512"}
//   {"do":"open","path":P,"queries":FILE,"metric":...,"kernel":...,"ef":40}
//   {"do":"pass","ef":40,"queries":2000,"threads":1}
//   {"do":"memory"}
//
// The kernel "own" is the one that hnswlib chooses. "avx512" shows what the same graph does with a current one; it is there when this file is
// compiled for a processor that has AVX-512. Cosine is the inner product of normalized vectors, queries included, which costs a search nothing here.
#include <hnswlib/hnswlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#ifdef __AVX512F__
#include <immintrin.h>
#endif

namespace {

constexpr size_t kTop = 10;

struct Rows {
    size_t dimensions = 0;
    std::vector<float> values;
    size_t count() const { return values.size() / dimensions; }
    const float* row(size_t i) const { return values.data() + i * dimensions; }
};

/// The value of a name in a flat JSON object: a string without its quotes, a number, or "" when it is absent.
std::string value_of(const std::string& request, const std::string& name) {
    const size_t key = request.find("\"" + name + "\":");
    if (key == std::string::npos) return "";
    const size_t start = key + name.size() + 3;
    if (request[start] == '"') return request.substr(start + 1, request.find('"', start + 1) - start - 1);
    return request.substr(start, request.find_first_of(",}", start) - start);
}

size_t number_of(const std::string& request, const std::string& name) { return std::stoul(value_of(request, name)); }

Rows read_rows(const std::string& path, bool normalize) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) throw std::runtime_error("cannot open " + path);
    const size_t bytes = in.tellg();
    in.seekg(0);
    int32_t dimensions = 0;
    in.read(reinterpret_cast<char*>(&dimensions), sizeof dimensions);
    Rows rows;
    rows.dimensions = dimensions;
    rows.values.resize(bytes / (4 + 4 * rows.dimensions) * rows.dimensions);
    in.seekg(0);
    for (float* row = rows.values.data(); row < rows.values.data() + rows.values.size(); row += rows.dimensions) {
        in.ignore(4);
        in.read(reinterpret_cast<char*>(row), 4 * rows.dimensions);
        if (!normalize) continue;
        double squares = 0;
        for (size_t i = 0; i < rows.dimensions; i++) squares += double(row[i]) * row[i];
        const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
        for (size_t i = 0; i < rows.dimensions; i++) row[i] = float(row[i] * scale);
    }
    return rows;
}

double seconds_now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double processor_seconds() {
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1e-6 * double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

std::string memory() {
    auto megabytes = [](const std::string& name) {
        std::ifstream in("/proc/self/status");
        for (std::string line; std::getline(in, line);)
            if (line.rfind(name + ":", 0) == 0) return std::stod(line.substr(name.size() + 1)) * 1024 / 1e6;
        return 0.0;
    };
    std::ostringstream out;
    out << "{\"Resident\":" << megabytes("VmRSS") << ",\"Anonymous\":" << megabytes("RssAnon") << ",\"File\":" << megabytes("RssFile") << "}";
    return out.str();
}

/// Runs an action with the number of each thread, the first one on this thread.
template <typename Action>
void on_threads(size_t threads, const Action& action) {
    std::vector<std::thread> others;
    for (size_t thread = 1; thread < threads; thread++) others.emplace_back(action, thread);
    action(size_t(0));
    for (auto& other : others) other.join();
}

#ifdef __AVX512F__
struct ProductTerm {
    static __m512 add(__m512 sum, __m512 left, __m512 right) { return _mm512_fmadd_ps(left, right, sum); }
    static float distance(float sum) { return 1 - sum; }
};

struct SquareTerm {
    static __m512 add(__m512 sum, __m512 left, __m512 right) {
        const __m512 difference = _mm512_sub_ps(left, right);
        return _mm512_fmadd_ps(difference, difference, sum);
    }
    static float distance(float sum) { return sum; }
};

/// Two sums of sixteen lanes and a masked tail.
template <typename Term>
float wide_distance(const void* left_row, const void* right_row, const void* dimensions_of) {
    const float* left = static_cast<const float*>(left_row);
    const float* right = static_cast<const float*>(right_row);
    const size_t dimensions = *static_cast<const size_t*>(dimensions_of);
    __m512 even = _mm512_setzero_ps(), odd = _mm512_setzero_ps();
    size_t i = 0;
    for (; i + 32 <= dimensions; i += 32) {
        even = Term::add(even, _mm512_loadu_ps(left + i), _mm512_loadu_ps(right + i));
        odd = Term::add(odd, _mm512_loadu_ps(left + i + 16), _mm512_loadu_ps(right + i + 16));
    }
    for (; i < dimensions; i += 16) {
        const size_t rest = dimensions - i;
        const __mmask16 lanes = rest < 16 ? __mmask16((1u << rest) - 1) : __mmask16(0xFFFF);
        even = Term::add(even, _mm512_maskz_loadu_ps(lanes, left + i), _mm512_maskz_loadu_ps(lanes, right + i));
    }
    return Term::distance(_mm512_reduce_add_ps(_mm512_add_ps(even, odd)));
}

struct WideSpace : hnswlib::SpaceInterface<float> {
    size_t dimensions;
    bool squares;
    WideSpace(size_t dimensions, bool squares) : dimensions(dimensions), squares(squares) {}
    size_t get_data_size() override { return dimensions * sizeof(float); }
    hnswlib::DISTFUNC<float> get_dist_func() override { return squares ? wide_distance<SquareTerm> : wide_distance<ProductTerm>; }
    void* get_dist_func_param() override { return &dimensions; }
};

constexpr const char* kKernels = "[\"own\",\"avx512\"]";
#else
constexpr const char* kKernels = "[\"own\"]";
#endif

std::unique_ptr<hnswlib::SpaceInterface<float>> space_for(const std::string& request, size_t dimensions) {
    const bool squares = value_of(request, "metric") == "l2";
    if (value_of(request, "kernel") == "avx512") {
#ifdef __AVX512F__
        return std::make_unique<WideSpace>(dimensions, squares);
#else
        throw std::runtime_error("this processor has no AVX-512");
#endif
    }
    if (squares) return std::make_unique<hnswlib::L2Space>(dimensions);
    return std::make_unique<hnswlib::InnerProductSpace>(dimensions);
}

class Server {
public:
    std::string answer(const std::string& request) {
        const std::string what = value_of(request, "do");
        if (what == "kernels") return kKernels;
        if (what == "build") return build(request);
        if (what == "open") return open(request);
        if (what == "pass") return pass(request);
        if (what == "memory") return memory();
        throw std::runtime_error("unknown request " + what);
    }

private:
    using Index = hnswlib::HierarchicalNSW<float>;

    std::unique_ptr<hnswlib::SpaceInterface<float>> space_;
    std::unique_ptr<Index> index_;
    Rows queries_;

    static Rows rows_of(const std::string& request, const std::string& name) {
        return read_rows(value_of(request, name), value_of(request, "metric") == "cosine");
    }

    static std::string build(const std::string& request) {
        const Rows base = rows_of(request, "base");
        const auto space = space_for(request, base.dimensions);
        Index index(space.get(), base.count(), number_of(request, "m"), number_of(request, "efConstruction"));
        const double start = seconds_now(), processor = processor_seconds();
        std::atomic<size_t> next{0};
        on_threads(number_of(request, "threads"), [&](size_t) {
            for (size_t row; (row = next++) < base.count();) index.addPoint(base.row(row), row);
        });
        const double seconds = seconds_now() - start, used = processor_seconds() - processor;
        index.saveIndex(value_of(request, "path"));
        std::ostringstream out;
        out << "{\"InsertSeconds\":0,\"InsertProcessorSeconds\":0,\"OptimizeSeconds\":" << seconds << ",\"OptimizeProcessorSeconds\":" << used << "}";
        return out.str();
    }

    std::string open(const std::string& request) {
        queries_ = rows_of(request, "queries");
        const std::string before = memory();
        const double start = seconds_now(), processor = processor_seconds();
        space_ = space_for(request, queries_.dimensions);
        index_ = std::make_unique<Index>(space_.get(), value_of(request, "path"));
        const double opened = seconds_now();
        index_->setEf(number_of(request, "ef"));
        index_->searchKnn(queries_.row(0), kTop);
        std::ostringstream out;
        out << "{\"OpenMilliseconds\":" << 1000 * (opened - start) << ",\"AnswerMilliseconds\":" << 1000 * (seconds_now() - start)
            << ",\"ProcessorMilliseconds\":" << 1000 * (processor_seconds() - processor) << ",\"Before\":" << before << "}";
        return out.str();
    }

    std::string pass(const std::string& request) {
        const size_t count = number_of(request, "queries"), threads = number_of(request, "threads");
        std::vector<double> microseconds(count);
        std::vector<std::vector<size_t>> answers(count);
        index_->setEf(number_of(request, "ef"));
        const double start = seconds_now(), processor = processor_seconds();
        on_threads(threads, [&](size_t thread) {
            double last = seconds_now();
            for (size_t i = thread; i < count; i += threads) {
                auto found = index_->searchKnn(queries_.row(i), kTop);
                answers[i].resize(found.size());
                for (size_t place = found.size(); place-- > 0; found.pop()) answers[i][place] = found.top().second;
                const double now = seconds_now();
                microseconds[i] = 1e6 * (now - last);
                last = now;
            }
        });
        const double seconds = seconds_now() - start, used = processor_seconds() - processor;
        std::ostringstream out;
        out << "{\"Seconds\":" << seconds << ",\"ProcessorSeconds\":" << used << ",\"Microseconds\":[";
        for (size_t i = 0; i < count; i++) out << (i ? "," : "") << microseconds[i];
        out << "],\"Answers\":[";
        for (size_t i = 0; i < count; i++) {
            out << (i ? ",[" : "[");
            for (size_t place = 0; place < answers[i].size(); place++) out << (place ? "," : "") << answers[i][place];
            out << "]";
        }
        out << "]}";
        return out.str();
    }
};

}  // namespace

int main() {
    Server server;
    for (std::string line; std::getline(std::cin, line);) {
        std::string answer;
        try {
            answer = "{\"ok\":" + server.answer(line) + "}";
        } catch (const std::exception& problem) {
            answer = std::string("{\"error\":\"") + problem.what() + "\"}";
        }
        std::cout << "@" << answer << std::endl;
    }
}
