namespace Atelier.Core.Policy.Matching;

/// <summary>Says for matches that come in the order of their beginnings how far each counts, in one pass.</summary>
internal ref struct Coverage(List<Cover> covers)
{
    private int _passed;
    private int _minors;
    private int _doubt;
    private int _nowhere;

    /// <summary>The most harmless of what it lies wholly inside of.</summary>
    public Reach Of(in Match match)
    {
        // What began so far covers up to its farthest end.
        for (; _passed < covers.Count && covers[_passed].Start <= match.Start; _passed++)
        {
            var cover = covers[_passed];
            ref var end = ref _minors;
            if (cover.Reach != Reach.Minors)
            {
                end = ref cover.Reach == Reach.Doubt ? ref _doubt : ref _nowhere;
            }

            end = Math.Max(end, cover.End);
        }

        return match.End <= _nowhere ? Reach.Nowhere
            : match.End <= _doubt ? Reach.Doubt
            : match.End <= _minors ? Reach.Minors
            : Reach.Everywhere;
    }
}
