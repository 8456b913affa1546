/* The three benchmark models, hand-written one by one for one core: a fair ceiling for a general engine.
 *
 * Dice are keyed Philox 4x32-10 (case, activity, occurrence), as in the engine. Build with
 *     gcc -O3 -march=native -ffp-contract=off -o hand_written hand_written.c -lm
 * Usage: hand_written mm1|jackson|chain SIZE SEED; prints events, seconds and the mean time in the system. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint64_t u64;
typedef uint32_t u32;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* ---- dice ---- */

static u64 root;

static u64 mix(u64 z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

static inline double uniform(u32 activity, u32 who, u32 occurrence)
{
    u32 c0 = who, c1 = activity, c2 = occurrence, c3 = 0;
    u32 k0 = (u32)root, k1 = (u32)(root >> 32);
    for (int r = 0; r < 10; r++) {
        u64 a = (u64)0xD2511F53u * c0, b = (u64)0xCD9E8D57u * c2;
        u32 n0 = (u32)(b >> 32) ^ c1 ^ k0, n2 = (u32)(a >> 32) ^ c3 ^ k1;
        c1 = (u32)b;
        c3 = (u32)a;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return (double)(((((u64)c1 << 32) | c0) >> 12) + 0.5) * 0x1p-52;
}

static inline double exponential(double mean, u32 activity, u32 who, u32 occurrence)
{
    return -mean * log(uniform(activity, who, occurrence));
}

static inline double triangular(double low, double mode, double high, double u)
{
    double width = high - low;
    if (u * width < mode - low) return low + sqrt(u * width * (mode - low));
    return high - sqrt((1 - u) * width * (high - mode));
}

/* Inverse normal by Acklam's rational approximation. */
static inline double lognormal(double mu, double sigma, double u)
{
    static const double a[6] = {-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
                                1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00};
    static const double b[5] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                                6.680131188771972e+01, -1.328068155288572e+01};
    static const double c[6] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                                -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00};
    static const double d[4] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                                3.754408661907416e+00};
    double z;
    if (u < 0.02425 || u > 0.97575) {
        double q = sqrt(-2 * log(u < 0.5 ? u : 1 - u));
        z = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
            ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
        if (u > 0.5) z = -z;
    } else {
        double q = u - 0.5, r = q * q;
        z = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
            (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
    }
    return exp(mu + sigma * z);
}

/* ---- event list: a binary heap by (time, sequence) ---- */

typedef struct {
    double time;
    u32 sequence, what;
} Event;

static Event heap[1 << 16];
static int heap_size;
static u32 next_sequence;

static inline int before(const Event *a, const Event *b)
{
    return a->time < b->time || (a->time == b->time && a->sequence < b->sequence);
}

static inline void push(double time, u32 what)
{
    Event event = {time, next_sequence++, what};
    int i = heap_size++;
    while (i) {
        int above = (i - 1) >> 1;
        if (!before(&event, &heap[above])) break;
        heap[i] = heap[above];
        i = above;
    }
    heap[i] = event;
}

static inline Event pop(void)
{
    Event top = heap[0], event = heap[--heap_size];
    int i = 0;
    for (;;) {
        int below = 2 * i + 1;
        if (below >= heap_size) break;
        if (below + 1 < heap_size && before(&heap[below + 1], &heap[below])) below++;
        if (!before(&heap[below], &event)) break;
        heap[i] = heap[below];
        i = below;
    }
    heap[i] = event;
    return top;
}

/* ---- M/M/1, utilisation 0.8 ---- */

enum { QUEUE = 65536 };

static double mm1(long customers, long *events)
{
    static double arrived[QUEUE];
    u32 head = 0, tail = 0;
    long arrivals = 0, ends = 0, starts = 0;
    double next_arrival = exponential(1.25, 0, 0, 0), next_end = INFINITY, total = 0, since = 0;
    while (ends < customers) {
        if (next_arrival < next_end) {
            if (next_end == INFINITY) {
                since = next_arrival;
                next_end = next_arrival + exponential(1, 1, starts++, 0);
            } else {
                arrived[tail++ & (QUEUE - 1)] = next_arrival;
            }
            arrivals++;
            next_arrival = arrivals < customers ? next_arrival + exponential(1.25, 0, arrivals, 0) : INFINITY;
        } else {
            total += next_end - since;
            ends++;
            if (head != tail) {
                since = arrived[head++ & (QUEUE - 1)];
                next_end += exponential(1, 1, starts++, 0);
            } else {
                next_end = INFINITY;
            }
        }
    }
    *events = 2 * customers;
    return total / customers;
}

/* ---- open Jackson network of eight stations ---- */

enum { STATIONS = 8, SLOTS = 1 << 16, SOURCE = 0xF0000 };

static const double gamma_[STATIONS] = {.5, .3, 0, 0, 0, 0, 0, 0};
static const int servers[STATIONS] = {1, 1, 1, 2, 1, 1, 2, 1};
static const double ways[STATIONS][STATIONS] = {
    {0, 0, .6, .4, 0, 0, 0, 0}, {0, 0, 0, .5, .5, 0, 0, 0}, {0, 0, 0, 0, .2, .7, 0, 0}, {.1, 0, 0, 0, 0, .3, .6, 0},
    {0, 0, 0, 0, 0, 0, .5, .5}, {0, 0, 0, 0, 0, 0, 0, .5},  {0, 0, .1, 0, 0, 0, 0, .4}, {0, .1, 0, 0, 0, 0, 0, 0}};

static void jackson_rates(double *rate)
{
    double flow[STATIONS];
    memcpy(flow, gamma_, sizeof flow);
    for (int k = 0; k < 500; k++) {
        double next[STATIONS];
        for (int j = 0; j < STATIONS; j++) {
            next[j] = gamma_[j];
            for (int i = 0; i < STATIONS; i++) next[j] += flow[i] * ways[i][j];
        }
        memcpy(flow, next, sizeof flow);
    }
    for (int i = 0; i < STATIONS; i++) rate[i] = flow[i] / (servers[i] * 0.75);
}

static double jackson(long customers, long *events)
{
    static double born[SLOTS];
    static u32 next[SLOTS], slots[SLOTS], name[SLOTS];
    static unsigned short visits[SLOTS][STATIONS];
    double rate[STATIONS], share[STATIONS][STATIONS], total = 0;
    u32 head[STATIONS], tail[STATIONS];
    int busy[STATIONS] = {0}, waiting[STATIONS] = {0}, free_slots = 0;
    long arrivals[2] = {0, 0}, named = 0, ended = 0, happened = 0;
    jackson_rates(rate);
    for (int i = 0; i < STATIONS; i++) {
        double sum = 0;
        for (int j = 0; j < STATIONS; j++) share[i][j] = sum += ways[i][j];
    }
    for (int i = SLOTS - 1; i >= 0; i--) slots[free_slots++] = i;
    heap_size = next_sequence = 0;
    push(exponential(1 / gamma_[0], 8, 0, 0), SOURCE);
    push(exponential(1 / gamma_[1], 9, 0, 0), SOURCE + 1);
    while (ended < customers) {
        Event event = pop();
        u32 k;
        int station;
        happened++;
        if (event.what >= SOURCE) {
            int s = event.what & 1;
            arrivals[s]++;
            push(event.time + exponential(1 / gamma_[s], 8 + s, arrivals[s], 0), event.what);
            k = slots[--free_slots];
            born[k] = event.time;
            name[k] = named++;
            memset(visits[k], 0, sizeof visits[k]);
            station = s;
        } else {
            int s = event.what & 15;
            k = event.what >> 4;
            if (waiting[s]) {
                u32 other = head[s];
                head[s] = next[other];
                waiting[s]--;
                push(event.time + exponential(1 / rate[s], s, name[other], visits[other][s]++), other << 4 | s);
            } else {
                busy[s]--;
            }
            double u = uniform(16 + s, name[k], visits[k][s]);
            station = -1;
            for (int j = 0; j < STATIONS; j++)
                if (u < share[s][j]) {
                    station = j;
                    break;
                }
            if (station < 0) {
                total += event.time - born[k];
                ended++;
                slots[free_slots++] = k;
                continue;
            }
        }
        if (busy[station] < servers[station]) {
            busy[station]++;
            push(event.time + exponential(1 / rate[station], station, name[k], visits[k][station]++), k << 4 | station);
        } else {
            if (waiting[station]++) next[tail[station]] = k;
            else head[station] = k;
            tail[station] = k;
        }
    }
    *events = happened;
    return total / customers;
}

/* ---- command chain ---- */

enum { LEVELS = 6, SEATS = 15, COMMS = 12, LEGAL = 13, DECIDER = 14, FILES = 200 };
enum { LOG, ASSESS, UP, REVIEW, DECIDE, PREPARE, DOWN, IMPLEMENT };

typedef struct {
    int level, what, prio;
    double born;
    u32 next;
    unsigned char visits[48];
} File;

static const int capacity[SEATS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 1, 1};
static File file[FILES];
static int chain_busy[SEATS], chain_waiting[SEATS][3];
static u32 chain_head[SEATS][3], chain_tail[SEATS][3];

static inline int seat_of(const File *f)
{
    switch (f->what) {
    case LOG:
    case IMPLEMENT: return f->level;
    case ASSESS:
    case PREPARE: return LEVELS + f->level;
    case UP:
    case DOWN: return COMMS;
    case REVIEW: return LEGAL;
    default: return DECIDER;
    }
}

static inline double duration(int k)
{
    File *f = &file[k];
    int activity = f->what * LEVELS + f->level;
    double u = uniform(activity, k, f->visits[activity]++);
    switch (f->what) {
    case ASSESS: return lognormal(-1.0986, 0.6, u);
    case UP:
    case DOWN: return -0.25 * log(u);
    case REVIEW: return triangular(0.5, 1, 3, u);
    case DECIDE: return lognormal(-1.0986, 0.5, u);
    case PREPARE: return triangular(0.1, 0.2, 0.5, u);
    default: return -0.20 * log(u);
    }
}

static inline void claim(int k, double time)
{
    int s = seat_of(&file[k]), p = file[k].prio;
    if (chain_busy[s] < capacity[s]) {
        chain_busy[s]++;
        push(time + duration(k), k);
    } else {
        if (chain_waiting[s][p]++) file[chain_tail[s][p]].next = k;
        else chain_head[s][p] = k;
        chain_tail[s][p] = k;
    }
}

static double one_chain(long *happened)
{
    int arrived = 0, ended = 0, auth = 0;
    double total = 0;
    memset(chain_busy, 0, sizeof chain_busy);
    memset(chain_waiting, 0, sizeof chain_waiting);
    heap_size = next_sequence = 0;
    push(exponential(1.25, 60, 0, 0), FILES);
    while (ended < FILES) {
        Event event = pop();
        int k = event.what;
        (*happened)++;
        if (k == FILES) {
            k = arrived++;
            memset(&file[k], 0, sizeof file[k]);
            file[k].born = event.time;
            double u = uniform(61, k, 0);
            file[k].prio = u < 0.2 ? 0 : u < 0.6 ? 1 : 2;
            if (arrived < FILES) push(event.time + exponential(1.25, 60, arrived, 0), FILES);
            claim(k, event.time);
            continue;
        }
        File *f = &file[k];
        int s = seat_of(f), p = 0;
        while (p < 3 && !chain_waiting[s][p]) p++;
        if (p < 3) {
            u32 other = chain_head[s][p];
            chain_head[s][p] = file[other].next;
            chain_waiting[s][p]--;
            push(event.time + duration(other), other);
        } else {
            chain_busy[s]--;
        }
        switch (f->what) {
        case LOG: f->what = ASSESS; break;
        case ASSESS:
            if (uniform(62 + f->level, k, f->visits[ASSESS * LEVELS + f->level]) < 0.1) f->what = LOG;
            else if (f->level < LEVELS - 1) f->what = UP;
            else if (f->prio == 0 && auth > 0) f->what = DECIDE;
            else f->what = uniform(70, k, 0) < 0.5 ? REVIEW : DECIDE;
            break;
        case UP:
            f->level++;
            f->what = LOG;
            break;
        case REVIEW:
            auth++;
            f->what = DECIDE;
            break;
        case DECIDE: f->what = PREPARE; break;
        case PREPARE: f->what = DOWN; break;
        case DOWN: f->what = IMPLEMENT; break;
        default:
            if (f->level == 0) {
                total += event.time - f->born;
                ended++;
                continue;
            }
            f->level--;
            f->what = PREPARE;
        }
        claim(k, event.time);
    }
    return total / FILES;
}

static double chain(long replications, u64 seed, long *events)
{
    double total = 0;
    for (long r = 0; r < replications; r++) {
        root = mix(mix(seed) + r);
        total += one_chain(events);
    }
    return total / replications;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s mm1|jackson|chain SIZE SEED\n", argv[0]);
        return 2;
    }
    long size = atol(argv[2]), events = 0;
    u64 seed = strtoull(argv[3], NULL, 10);
    root = mix(seed);
    double begun = seconds(), mean;
    if (!strcmp(argv[1], "mm1")) mean = mm1(size, &events);
    else if (!strcmp(argv[1], "jackson")) mean = jackson(size, &events);
    else if (!strcmp(argv[1], "chain")) mean = chain(size, seed, &events);
    else return 2;
    printf("%ld %.9f %.6f\n", events, seconds() - begun, mean);
    return 0;
}
