using System.Globalization;
using Atelier.Core;
using Atelier.Core.Requests;
using Atelier.Data.Reports;

namespace Atelier.Server.Costs;

/// <summary>Reads the days and groups of a cost report from the query.</summary>
internal static class CostQueryReader
{
    /// <summary>Days that a report covers at most.</summary>
    public const int MostDays = 400;

    /// <summary>Groups that can be put together.</summary>
    public const int MostGroups = 3;

    /// <summary>First and last day; without them this month up to today.</summary>
    public static (DateOnly From, DateOnly To) Span(
        string? from,
        string? to,
        DateOnly today,
        DateOnly monthStart,
        ErrorList errors
    )
    {
        var last = Date("to", to, errors) ?? today;
        // The month of the day that was named, where only that was.
        var first = Date("from", from, errors) ?? (to is null ? monthStart : new DateOnly(last.Year, last.Month, 1));
        if (first > last)
        {
            errors.Add("from", "from must not be after to (today, where it is left out).");
        }
        else if (last.DayNumber - first.DayNumber >= MostDays)
        {
            errors.Add("to", $"from and to may span {MostDays} days; ask for the rest in another report.");
        }

        return (first, last);
    }

    /// <summary>What to split by, such as <c>provider,day</c>; providers, where nothing is said.</summary>
    public static IReadOnlyList<CostGroup> Groups(string? text, ErrorList errors)
    {
        if (text is null)
        {
            return [CostGroup.Provider];
        }

        var groups = new List<CostGroup>();
        var words = text.Split(',');
        foreach (var word in words)
        {
            if (SnakeCase.TryParse<CostGroup>(word) is { } group)
            {
                groups.Add(group);
            }
            else
            {
                errors.AddUnknown("group", word, SnakeCase.All<CostGroup>());
            }
        }

        if (words.Length > MostGroups || groups.Distinct().Count() < groups.Count)
        {
            errors.Add("group", $"group must be 1 to {MostGroups} different words with commas between them.");
        }

        return groups;
    }

    private static DateOnly? Date(string field, string? text, ErrorList errors)
    {
        if (text is null)
        {
            return null;
        }

        // Years of four digits up to the last that has a day after it.
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 2000 and < 9999
        )
        {
            return date;
        }

        errors.Add(field, $"{field} must be a day such as 2026-11-21.");
        return null;
    }
}
