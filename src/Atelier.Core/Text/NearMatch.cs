namespace Atelier.Core.Text;

/// <summary>Finds the words somebody may have meant.</summary>
public static class NearMatch
{
    /// <summary>
    /// The candidates nearest to a mistyped word, best first, at most <paramref name="most"/>; empty when none is near.
    /// Case does not count; a third of the letters may differ, one at least and four at most.
    /// </summary>
    public static IReadOnlyList<string> Find(string word, IEnumerable<string> candidates, int most = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var wanted = word.Trim().ToLowerInvariant();
        var limit = Math.Clamp(wanted.Length / 3, 1, 4);
        return
        [
            .. candidates
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(candidate => (candidate, distance: Distance(wanted, candidate.ToLowerInvariant(), limit)))
                .Where(match => match.distance <= limit)
                .OrderBy(match => match.distance)
                .ThenBy(match => match.candidate, StringComparer.Ordinal)
                .Take(most)
                .Select(match => match.candidate),
        ];
    }

    // Damerau-Levenshtein in its restricted form: insert, delete, replace, swap two neighbours. A caller's word may be
    // long, so a difference in length alone ends it, and so does a row that is all above the limit.
    private static int Distance(string left, string right, int limit)
    {
        var tooFar = limit + 1;
        if (Math.Abs(left.Length - right.Length) > limit)
        {
            return tooFar;
        }

        var beforeLast = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var row = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            // A swap reaches back two rows, so the row before must be out of reach too.
            if (least > limit && last.Min() > limit)
            {
                return tooFar;
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[right.Length];
    }
}
