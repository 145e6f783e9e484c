package bleveindex

import "strings"

// british gives the British spelling of a lower-case word, so that both spellings
// become one word. What it makes of a word need not be a word, only the same for
// both: it is applied to documents and questions alike.
func british(word string) string {
	if b, ok := britishWords[word]; ok {
		return b
	}
	for _, p := range britishBeginnings {
		if rest, ok := strings.CutPrefix(word, p.american); ok {
			word = p.british + rest
			break
		}
	}
	for _, ending := range zEndings {
		if stem, ok := strings.CutSuffix(word, ending); ok && len(stem) >= 3 {
			return stem + strings.Replace(ending, "z", "s", 1)
		}
	}
	return word
}

// zEndings are those of organize and analyze and what is made from them.
var zEndings = []string{
	"ization", "izations", "izational", "izing", "ized", "izes", "izer", "izers", "ize",
	"yzing", "yzed", "yzes", "yzer", "yzers", "yze",
}

// britishBeginnings change a whole family of words.
var britishBeginnings = []struct{ american, british string }{
	{"behavior", "behaviour"},
	{"misbehavior", "misbehaviour"},
	{"color", "colour"},
	{"favor", "favour"},
	{"flavor", "flavour"},
	{"harbor", "harbour"},
	{"honor", "honour"},
	{"humor", "humour"},
	{"labor", "labour"},
	{"neighbor", "neighbour"},
	{"rigor", "rigour"},
	{"rumor", "rumour"},
	{"tumor", "tumour"},
	{"endeavor", "endeavour"},
	{"counselor", "counsellor"},
	{"counseling", "counselling"},
	{"counseled", "counselled"},
	{"traveler", "traveller"},
	{"traveling", "travelling"},
	{"traveled", "travelled"},
	{"modeling", "modelling"},
	{"modeled", "modelled"},
	{"labeling", "labelling"},
	{"labeled", "labelled"},
	{"signaling", "signalling"},
	{"canceled", "cancelled"},
	{"canceling", "cancelling"},
	{"enrollment", "enrolment"},
	{"fulfillment", "fulfilment"},
	{"skillful", "skilful"},
	{"willful", "wilful"},
	{"pediatric", "paediatric"},
	{"pedophil", "paedophil"},
	{"gynecolog", "gynaecolog"},
	{"orthopedic", "orthopaedic"},
	{"anesthe", "anaesthe"},
	{"hemorrhag", "haemorrhag"},
	{"fetal", "foetal"},
	{"fetus", "foetus"},
	{"inquir", "enquir"},
}

// britishWords change alone.
var britishWords = map[string]string{
	"program": "programme", "programs": "programmes",
	"center": "centre", "centers": "centres", "centered": "centred", "centering": "centring",
	"theater": "theatre", "theaters": "theatres", "meter": "metre", "meters": "metres", "fiber": "fibre",
	"defense": "defence", "defenses": "defences", "offense": "offence", "offenses": "offences",
	"license": "licence", "licenses": "licences", "pretense": "pretence",
	"practise": "practice", "practised": "practiced", "practises": "practices", "practising": "practicing",
	"enroll": "enrol", "enrolls": "enrols", "fulfill": "fulfil", "fulfills": "fulfils",
	"mom": "mum", "moms": "mums", "mommy": "mummy", "mommies": "mummies",
	"gray": "grey", "judgment": "judgement", "judgments": "judgements", "aging": "ageing",
	"catalog": "catalogue", "dialog": "dialogue", "analog": "analogue",
	"advisor": "adviser", "advisors": "advisers", "learnt": "learned", "maneuver": "manoeuvre",
}
