using System.Globalization;
using Atelier.Core.Requests;

namespace Atelier.Server.Usage;

/// <summary>Which generations a page of usage shows.</summary>
internal sealed record UsageQuery(Guid? Before, int Most, (DateOnly From, DateOnly To)? Span)
{
    private const int PageSize = 20;
    private const int MostPerPage = 100;

    /// <exception cref="Core.Errors.AtelierException">With all that is wrong.</exception>
    public static UsageQuery Read(string? cursor, string? limit, string? day, string? month)
    {
        var errors = new ErrorList();
        var before = Guid.Empty;
        if (cursor is not null && !Guid.TryParse(cursor, out before))
        {
            errors.Add("cursor", "cursor must be the next_cursor of the page before.");
        }

        var most = PageSize;
        if (
            limit is not null
            && (
                !int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most)
                || most is < 1 or > MostPerPage
            )
        )
        {
            errors.Add("limit", $"limit must be 1 to {MostPerPage}.");
        }

        var span = Days(day, month, errors);
        errors.ThrowIfAny();
        return new UsageQuery(cursor is null ? null : before, most, span);
    }

    private static (DateOnly From, DateOnly To)? Days(string? day, string? month, ErrorList errors)
    {
        if (day is not null && month is not null)
        {
            errors.Add("day", "Send day or month, not both.");
            return null;
        }

        if (day is not null)
        {
            return Date("day", day, "yyyy-MM-dd", "2026-11-21", errors) is { } date ? (date, date) : null;
        }

        return month is not null && Date("month", month, "yyyy-MM", "2026-11", errors) is { } first
            ? (first, first.AddMonths(1).AddDays(-1))
            : null;
    }

    private static DateOnly? Date(string field, string text, string format, string example, ErrorList errors)
    {
        if (
            DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 2000 and < 9999
        )
        {
            return date;
        }

        errors.Add(field, $"{field} must look like {example}.");
        return null;
    }
}
