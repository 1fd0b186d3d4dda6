using System.Globalization;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;
using Atelier.Server.Authentication;

namespace Atelier.Server.Accounts;

/// <summary>Checks what an operator says about a key.</summary>
internal static class KeyReader
{
    public const int LongestName = 100;
    public const long ShortestLife = 60;
    public const long LongestLife = 10L * 365 * 24 * 60 * 60;
    public const long LongestOverlap = 30L * 24 * 60 * 60;

    public static KeyDraft Read(KeyBody body, ErrorList errors)
    {
        var name = body.Name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            errors.Add("name", $"name is required: 1 to {LongestName} characters, without control characters.");
        }

        return new KeyDraft(name, ReadScopes(body.Scopes, errors), ReadLife(body, errors), ReadMoment(body, errors));
    }

    public static TimeSpan ReadOverlap(RotateBody body, ErrorList errors)
    {
        if (body.OverlapSeconds is < 0 or > LongestOverlap)
        {
            errors.Add("overlap_seconds", $"overlap_seconds must be 0 to {LongestOverlap}, which is 30 days.");
            return TimeSpan.Zero;
        }

        return TimeSpan.FromSeconds(body.OverlapSeconds ?? 0);
    }

    private static List<string> ReadScopes(List<string>? scopes, ErrorList errors)
    {
        if (scopes is not { Count: > 0 })
        {
            errors.Add("scopes", $"scopes is required: one or more of {string.Join(", ", Scopes.All)}.", Scopes.All);
            return [];
        }

        if (scopes.Find(scope => scope is null || !Scopes.All.Contains(scope)) is var unknown && unknown is not null)
        {
            errors.AddUnknown("scopes", unknown, Scopes.All);
        }
        else if (scopes.Contains(null!))
        {
            errors.AddUnknown("scopes", "null", Scopes.All);
        }

        return [.. Scopes.All.Intersect(scopes)];
    }

    private static TimeSpan? ReadLife(KeyBody body, ErrorList errors)
    {
        if (body.ExpiresInSeconds is not { } seconds)
        {
            return null;
        }

        if (seconds is < ShortestLife or > LongestLife)
        {
            errors.Add("expires_in_seconds", $"expires_in_seconds must be {ShortestLife} to {LongestLife}.");
            return null;
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static DateTimeOffset? ReadMoment(KeyBody body, ErrorList errors)
    {
        if (body.ExpiresAt is not { } text)
        {
            return null;
        }

        if (body.ExpiresInSeconds is not null)
        {
            errors.Add("expires_at", "Send expires_at or expires_in_seconds, not both.");
            return null;
        }

        if (
            !DateTimeOffset.TryParseExact(
                text,
                ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var moment
            )
        )
        {
            errors.Add("expires_at", "expires_at must be a moment such as 2027-01-31T12:00:00Z.");
            return null;
        }

        return moment;
    }
}
