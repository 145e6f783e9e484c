package review

import "slices"

// Effect is a level of overall effectiveness, part of the v1 contract.
type Effect string

// Strength is a level of strength of evidence, part of the v1 contract.
type Strength string

// Detail tells the two readings of MixedOrNone apart.
type Detail string

// Status says whether a review carries ratings.
type Status string

// UK says whether evidence is from the United Kingdom.
type UK string

// Direction says how later evidence stands to a rating in the same domain.
type Direction string

// Kind is the kind of a piece of research.
type Kind string

// The levels of overall effectiveness.
const (
	Negative             Effect = "negative"
	MixedOrNone          Effect = "mixed-or-none"
	TendsPositive        Effect = "tends-positive"
	ConsistentlyPositive Effect = "consistently-positive"
)

// The levels of strength of evidence.
const (
	VeryLow  Strength = "very-low"
	Low      Strength = "low"
	Moderate Strength = "moderate"
	High     Strength = "high"
)

// The details of MixedOrNone.
const (
	Mixed        Detail = "mixed"
	NoDifference Detail = "none"
)

// The states of a review. A Draft is checked and never published.
const (
	Rated             Status = "rated"
	NotRated          Status = "not-rated"
	NoEligibleStudies Status = "no-eligible-studies"
	Draft             Status = "draft"
)

// The values of every closed set, in scale order where there is one.
var (
	Effects    = []Effect{Negative, MixedOrNone, TendsPositive, ConsistentlyPositive}
	Strengths  = []Strength{VeryLow, Low, Moderate, High}
	Details    = []Detail{Mixed, NoDifference}
	Statuses   = []Status{Rated, NotRated, NoEligibleStudies, Draft}
	UKs        = []UK{"yes", "some", "none", "not-stated"}
	Directions = []Direction{"more-favourable", "less-favourable", "in-line", "unclear", "no-rating"}
	Kinds      = []Kind{"systematic-review", "meta-analysis", "evidence-map", "trial", "comparison-study", "qualitative"}
)

// PublishedStatuses are the statuses of what is indexed and served, in the order in
// which they begin Statuses.
var PublishedStatuses = Statuses[:3:3]

// Rank is the place of the level on its scale, from 0 for Negative, or -1.
func (e Effect) Rank() int { return slices.Index(Effects, e) }

// Rank is the place of the level on its scale, from 0 for VeryLow, or -1.
func (s Strength) Rank() int { return slices.Index(Strengths, s) }

// Published says whether a review of this status is indexed and served.
func (s Status) Published() bool { return s != Draft }
