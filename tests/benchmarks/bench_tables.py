"""Seat 50, 100 and 160 people, beside the best of 100 random allocations; then repair after absences.

The other method is written here after its description: J. Barrett, P. C. Verpoort, K. Gal, "A new heuristic algorithm
for balanced deliberation groups", 2024, arXiv 2410.21451, whose "legacy" method tools of the field have long used. For
each round people are shuffled and sorted by their values; one after another each goes to the tables with room that
have the fewest people of the same value, category after category in their order, and of those to a smallest one. That
is done 100 times; of 100 random combinations of the rounds the one with most distinct meetings is kept.

Distance is its measure of balance: per table the sum over all values of |share at the table − share of all|, the mean
over tables and rounds. Imbalance counts people too many or too few beside the even share rounded down or up.
"""

import random
import time
from itertools import combinations

from scheduling.planning.seating import seat
from scheduling.planning.seating_measures import measure
from scheduling.planning.seating_problem import Participant, SeatingProblem, Table
from scheduling.planning.seating_repair import repair

SIZES = ((50, 7, 6), (100, 10, 8), (160, 20, 6))
CATEGORIES = {
    "Gender": {"woman": 51, "man": 48, "other": 1},
    "Age": {"16-29": 20, "30-44": 25, "45-59": 25, "60-74": 20, "75+": 10},
    "Education": {"low": 25, "middle": 45, "high": 30},
    "Area": {"north": 35, "east": 25, "south": 25, "west": 15},
}
ATTEMPTS = 100
SEEDS = (1, 2, 3)


def make_problem(people, tables, rounds, seed):
    """Make people whose values follow the shares above, independently."""
    chance = random.Random(seed)
    return SeatingProblem(
        tuple(
            Participant(key, {c: chance.choices(list(v), list(v.values()))[0] for c, v in CATEGORIES.items()})
            for key in range(people)
        ),
        tuple(Table(number, -(-people // tables), people // tables - 2) for number in range(tables)),
        rounds,
        tuple(CATEGORIES),
        seed=seed,
    )


def best_of_random(problem):
    """Seat people by the other method."""
    chance = random.Random(problem.seed)
    drawn = [[deal(problem, chance) for _ in range(problem.rounds)] for _ in range(ATTEMPTS)]
    mixed = [tuple(chance.choice(drawn)[number] for number in range(problem.rounds)) for _ in range(ATTEMPTS)]
    return max(mixed, key=distinct_meetings)


def deal(problem, chance):
    """Seat one round by the other method."""
    people = list(problem.participants)
    chance.shuffle(people)
    people.sort(key=lambda person: [person.values[category] for category in problem.categories])
    at = {table.number: [] for table in problem.tables}
    for person in people:
        choice = [table.number for table in problem.tables if len(at[table.number]) < table.capacity]
        for category in problem.categories:
            value = person.values[category]
            same = {table: sum(p.values[category] == value for p in at[table]) for table in choice}
            choice = [table for table in choice if same[table] == min(same.values())]
        at[min(choice, key=lambda table: len(at[table]))].append(person)
    return {person.key: table for table, people in at.items() for person in people}


def distinct_meetings(plan):
    """Count the pairs who meet."""
    met = set()
    for seats in plan:
        at = {}
        for person, table in sorted(seats.items()):
            at.setdefault(table, []).append(person)
        met.update(pair for people in at.values() for pair in combinations(people, 2))
    return len(met)


def distance(problem, plan):
    """Measure balance as the other method does."""
    total, tables = 0.0, 0
    values = [(c, v) for c in problem.categories for v in problem.values_of[c]]
    held = {each: sum(p.values[each[0]] == each[1] for p in problem.participants) for each in values}
    for seats in plan:
        for table in set(seats.values()):
            people = [problem.person_of[person] for person, each in seats.items() if each == table]
            tables += 1
            for category, value in values:
                share = sum(person.values[category] == value for person in people) / len(people)
                total += abs(share - held[category, value] / len(problem.participants))
    return total / tables


def tell(name, problem, plan, seconds):
    """Print one line of figures."""
    measures = measure(problem, plan)
    per_table = measures.imbalance / len(measures.by_table)
    print(
        f"  {name:<16} meetings {measures.met_new:>5} of at most {measures.bound.pairs:>5}"
        f"   imbalance {measures.imbalance:>4} (at least {measures.least_possible}), {per_table:.2f} per table"
        f"   distance {distance(problem, plan):.3f}   {seconds:.1f} s of processor"
    )


def main():
    """Print the figures of each size and seed, then repairs of the last."""
    for size in SIZES:
        print(f"{size[0]} people, {size[1]} tables, {size[2]} rounds, four categories")
        for seed in SEEDS:
            problem = make_problem(*size, seed)
            for name, method in (
                ("best of 100", best_of_random),
                ("exchanges", lambda each: seat(each).rounds),
            ):
                begun = time.process_time()
                plan = method(problem)
                tell(name, problem, plan, time.process_time() - begun)
    print("160 people: repair of six rounds after absences, each value within one of the even share")
    for away in (3, 8, 16, 30):
        absent = random.Random(away).sample(range(160), away)
        begun = time.process_time()
        done = repair(problem, plan, absent=absent)
        print(
            f"  {away:>2} away: {len(done.moves):>2} moves, at least {done.at_least:>2} needed,"
            f" {len(done.remaining)} faults left, {time.process_time() - begun:.2f} s"
        )


if __name__ == "__main__":
    main()
