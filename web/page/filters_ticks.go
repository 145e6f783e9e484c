package page

import (
	"slices"

	"evidencestore/review"
)

// levelFilter offers the levels of a scale as lowest ones, the highest first.
func levelFilter(name string, scale review.Scale, orMore, least string) LevelFilter {
	l := LevelFilter{Name: name, Label: scale.Label, Least: []FilterOption{{Label: "Any, rated or not", Selected: least == ""}}}
	for i, level := range slices.Backward(scale.Levels) {
		label := level.Label
		if i < len(scale.Levels)-1 {
			label += " " + orMore
		}
		l.Least = append(l.Least, FilterOption{level.ID, label, level.ID == least})
	}
	return l
}

// levelTicks are all values of a closed set, those that lead to nothing too.
func levelTicks(name, legend string, levels []review.Level, chosen []string, counts map[string]int) Ticks {
	ticks := Ticks{Name: name, Legend: legend}
	for _, level := range levels {
		t := newTick(name, level.ID, level.Label, chosen, counts)
		t.Badge = badge(name, levels, level.ID)
		ticks.Shown = append(ticks.Shown, t)
	}
	return ticks
}

// listTicks are the values of a list that lead to something or are chosen. Of a
// long list only the first ones and the chosen ones are seen at once.
func listTicks(name, legend string, items []review.Item, chosen []string, counts map[string]int) Ticks {
	ticks, listed := Ticks{Name: name, Legend: legend}, 0
	for _, item := range items {
		t := newTick(name, item.ID, item.Label, chosen, counts)
		if t.Count == 0 && !t.Checked {
			continue
		}
		listed++
		if listed <= ticksShown || t.Checked {
			ticks.Shown = append(ticks.Shown, t)
		} else {
			ticks.More = append(ticks.More, t)
		}
	}
	return ticks
}

func newTick(name, value, label string, chosen []string, counts map[string]int) Tick {
	return Tick{
		ID: "f-" + name + "-" + value, Name: name, Value: value, Label: label,
		Count: counts[value], Checked: slices.Contains(chosen, value),
	}
}
