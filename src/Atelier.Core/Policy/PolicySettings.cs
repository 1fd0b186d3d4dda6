namespace Atelier.Core.Policy;

/// <summary>What is checked at this moment.</summary>
/// <param name="Book">The lists of the catalogue in force.</param>
/// <param name="Active">Categories that count; <see cref="PolicyCategory.SexualMinors"/> does whether it stands here or not.</param>
public sealed record PolicySettings(PolicyBook Book, IReadOnlySet<PolicyCategory> Active)
{
    /// <summary>The categories that the catalogue has switched on.</summary>
    public static PolicySettings Of(PolicyBook book) => new(book, book.Active);

    internal uint ActiveMask { get; } = CategoryMask.Of(Active) | CategoryMask.Of(PolicyCategory.SexualMinors);
}
