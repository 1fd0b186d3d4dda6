namespace Atelier.Data.Reviews;

/// <summary>Policy categories for the reasons of a review: words bring their own, checks of pictures stand for one each.</summary>
internal static class RefusedFor
{
    private static readonly Dictionary<string, string?> Checks = new()
    {
        ["nsfw"] = "adult_content",
        ["copyright"] = "copyrighted_content",
        // Neither is a category: a foreign mark, and a check that could not be made.
        ["watermark"] = null,
        ["check_unavailable"] = null,
    };

    public static string[] Of(IEnumerable<string> reasons) =>
        [.. reasons.Select(reason => Checks.GetValueOrDefault(reason, reason)).OfType<string>().Distinct()];
}
