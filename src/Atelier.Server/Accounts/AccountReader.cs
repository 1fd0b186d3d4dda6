using System.Text.Json;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;

namespace Atelier.Server.Accounts;

/// <summary>Checks what an operator says about an account.</summary>
internal static class AccountReader
{
    public const int LongestName = 200;
    public const int LongestEmail = 255;
    private const int MostPictures = 1_000_000;
    private const int MostActive = 100_000;

    /// <summary>What accounts can be.</summary>
    public static readonly IReadOnlyList<string> Tiers = ["free", "paid", "premium"];

    /// <summary>The body, over what the account is; a new one is free and has nothing.</summary>
    /// <param name="json">Tells a field that is null from one that is not there.</param>
    public static AccountDraft Read(AccountBody body, JsonElement json, AccountRow? known, ErrorList errors)
    {
        var name = json.TryGetProperty("name", out _) ? body.Name?.Trim() ?? "" : known?.Name ?? "";
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            errors.Add("name", $"name is required: 1 to {LongestName} characters, without control characters.");
        }

        var tier = body.Tier ?? known?.Tier ?? "free";
        if (!Tiers.Contains(tier))
        {
            errors.AddUnknown("tier", tier, Tiers);
        }

        return new AccountDraft(
            name,
            json.TryGetProperty("email", out _) ? ReadEmail(body.Email, errors) : known?.Email,
            tier,
            json.TryGetProperty("daily_limit", out _)
                ? ReadLimit("daily_limit", body.DailyLimit, 0, MostPictures, errors)
                : known?.DailyLimit,
            json.TryGetProperty("max_active", out _)
                ? ReadLimit("max_active", body.MaxActive, 1, MostActive, errors)
                : known?.MaxActive,
            body.Closed ?? known?.ClosedAt is not null
        );
    }

    /// <summary>Whether a text can be an address, at all; whether somebody reads it, only a letter would tell.</summary>
    public static bool IsEmail(string text) =>
        text.Length is >= 3 and <= LongestEmail
        && text.All(letter => letter is > ' ' and <= '~')
        && text.Count(letter => letter == '@') == 1
        && text[0] != '@'
        && text[^1] != '@';

    private static string? ReadEmail(string? text, ErrorList errors)
    {
        var email = text?.Trim();
        if (email is not null && !IsEmail(email))
        {
            errors.Add(
                "email",
                $"email must be an address such as ann@example.com, of at most {LongestEmail} characters of ASCII."
            );
        }

        return email;
    }

    private static int? ReadLimit(string field, int? value, int least, int most, ErrorList errors)
    {
        if (value is { } number && number != -1 && (number < least || number > most))
        {
            errors.Add(field, $"{field} must be {least} to {most}, -1 for no limit, or null for the tier's.");
        }

        return value;
    }
}
