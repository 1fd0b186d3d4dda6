namespace Atelier.Core.Policy;

/// <summary>What the check of a request's words came to. It names categories, never words.</summary>
public abstract record PolicyVerdict
{
    private PolicyVerdict() { }

    /// <summary>Nothing was found.</summary>
    public sealed record Allowed : PolicyVerdict
    {
        public static readonly Allowed Instance = new();
    }

    /// <summary>The request is refused.</summary>
    /// <param name="Categories">At least one, in the order of the enum.</param>
    public sealed record Blocked(IReadOnlyList<PolicyCategory> Categories) : PolicyVerdict;

    /// <summary>A person decides.</summary>
    /// <param name="Categories">In the order of the enum; empty where only a check could not be made.</param>
    /// <param name="CheckUnavailable">Whether a check that is wanted could not be made.</param>
    public sealed record Review(IReadOnlyList<PolicyCategory> Categories, bool CheckUnavailable = false) : PolicyVerdict
    {
        /// <summary>The reason that stands for a check that could not be made.</summary>
        public const string Unavailable = "check_unavailable";

        /// <summary>The categories by their wire names, and <see cref="Unavailable"/> behind them.</summary>
        public IReadOnlyList<string> Reasons =>
            [
                .. Categories.Select(category => SnakeCase.Of(category)),
                .. CheckUnavailable ? [Unavailable] : Array.Empty<string>(),
            ];
    }
}
