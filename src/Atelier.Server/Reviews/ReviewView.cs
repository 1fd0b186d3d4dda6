using Atelier.Data.Images;
using Atelier.Data.Reviews;

namespace Atelier.Server.Reviews;

/// <summary>Something that waits for a person.</summary>
/// <param name="Object">Always <c>review</c>.</param>
/// <param name="Account">The account's name.</param>
/// <param name="Phase">before a provider is called, or after its pictures came.</param>
/// <param name="Categories">Why: categories of the words, or checks of the pictures.</param>
/// <param name="CreditsReserved">Credits that wait with it.</param>
/// <param name="WaitingSince">When it began to wait.</param>
/// <param name="ExpiresAt">When it fails by itself.</param>
/// <param name="Pictures">What came; empty before a provider was called.</param>
internal sealed record ReviewView(
    Guid Id,
    string Object,
    Guid GenerationId,
    Guid AccountId,
    string Account,
    string Phase,
    IReadOnlyList<string> Categories,
    string Operation,
    string? Prompt,
    string? NegativePrompt,
    int N,
    decimal CreditsReserved,
    DateTimeOffset WaitingSince,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ReviewPictureView> Pictures
)
{
    /// <summary>The words of <see cref="Phase"/>.</summary>
    public static readonly IReadOnlyList<string> Phases = ["before", "after"];

    public static ReviewView Of(ReviewRow row, IEnumerable<ImageRow> parked, Func<ImageRow, string> look) =>
        new(
            row.Id,
            "review",
            row.GenerationId,
            row.AccountId,
            row.Account,
            row.Phase,
            row.Categories,
            row.Operation,
            row.Prompt,
            row.NegativePrompt,
            row.Count,
            row.Reserved / 1000m,
            row.CreatedAt,
            row.ExpiresAt,
            [.. parked.OrderBy(image => image.Id).Select(image => ReviewPictureView.Of(image, look(image)))]
        );
}
