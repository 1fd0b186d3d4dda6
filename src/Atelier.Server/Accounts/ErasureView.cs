using System.Text.Json;
using Atelier.Data.Erasing;

namespace Atelier.Server.Accounts;

/// <summary>How far the erasing of an account is.</summary>
/// <param name="State">waiting for its work to end, erasing, or done.</param>
/// <param name="Removed">How many prompts, images, files, keys and so on are gone.</param>
/// <param name="Kept">How many entries of the books stay, once it is done.</param>
/// <param name="KeptWhy">Why they stay, and what stands in them.</param>
internal sealed record ErasureView(
    Guid Id,
    Guid AccountId,
    string State,
    DateTimeOffset RequestedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyDictionary<string, long> Removed,
    IReadOnlyDictionary<string, long> Kept,
    string KeptWhy
)
{
    private const string Why =
        "Books must add up after years: entries of credits and of provider costs stay, with ids, amounts and times only. "
        + "So do empty rows of generations and delivered pictures, which prove what was charged.";

    public static readonly IReadOnlyList<string> States = ["waiting", "erasing", "done"];

    public static ErasureView Of(ErasureRow row) =>
        new(
            row.Id,
            row.AccountId,
            row.State,
            row.RequestedAt,
            row.FinishedAt,
            Numbers(row.RemovedJson),
            Numbers(row.KeptJson),
            Why
        );

    private static Dictionary<string, long> Numbers(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(json)!;
}
