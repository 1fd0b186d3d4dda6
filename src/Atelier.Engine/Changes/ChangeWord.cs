using System.Globalization;

namespace Atelier.Engine.Changes;

/// <summary>The words that nodes tell each other; each is a hint to look at the database.</summary>
internal static class ChangeWord
{
    /// <summary>A generation reached a stage or ended.</summary>
    public static string Generation(Guid id) => string.Create(CultureInfo.InvariantCulture, $"g:{id}");

    /// <summary>A lane has work.</summary>
    public static string Lane(string lane) => $"l:{lane}";

    /// <summary>Something that was sent is to be looked after now.</summary>
    public const string FollowUp = "f";

    /// <summary>Whoever works on this generation should stop.</summary>
    public static string Cancel(Guid id) => string.Create(CultureInfo.InvariantCulture, $"c:{id}");
}
