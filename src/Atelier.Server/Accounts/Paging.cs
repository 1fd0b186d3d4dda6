using System.Globalization;
using Atelier.Core.Requests;

namespace Atelier.Server.Accounts;

/// <summary>Reads which page of a list is asked for, and cuts it.</summary>
/// <param name="Most">Rows on the page.</param>
internal readonly record struct Paging(int Most)
{
    public const int Usual = 20;
    public const int MostPerPage = 100;

    public static Paging Read(string? limit, ErrorList errors)
    {
        var most = Usual;
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

        return new Paging(most);
    }

    /// <summary>The id that the page before ended with; null for the first page.</summary>
    public static Guid? ReadCursor(string? cursor, ErrorList errors)
    {
        if (cursor is null)
        {
            return null;
        }

        if (!Guid.TryParse(cursor, out var before))
        {
            errors.Add("cursor", "cursor must be the next_cursor of the page before.");
        }

        return before;
    }

    /// <summary>The number that the page before ended with; null for the first page.</summary>
    public static long? ReadNumber(string? cursor, ErrorList errors)
    {
        if (cursor is null)
        {
            return null;
        }

        if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            errors.Add("cursor", "cursor must be the next_cursor of the page before.");
        }

        return before;
    }

    /// <summary>The rows of the page, of which one more than asked for were read, and where the next begins.</summary>
    public (List<TView> Data, bool HasMore, string? NextCursor) Cut<TRow, TView>(
        IReadOnlyList<TRow> found,
        Func<TRow, TView> view,
        Func<TView, string> id
    )
    {
        var page = found.Take(Most).Select(view).ToList();
        var more = found.Count > Most;
        return (page, more, more ? id(page[^1]) : null);
    }
}
