namespace Atelier.Data.Policy;

/// <summary>Something an operator switched.</summary>
/// <param name="Kind">One of <see cref="Style"/>, <see cref="Category"/>, <see cref="Check"/>.</param>
/// <param name="Id">The wire name of what it is.</param>
public sealed record PolicySwitch(string Kind, string Id, bool IsOn, DateTimeOffset ChangedAt)
{
    public const string Style = "style";
    public const string Category = "category";
    public const string Check = "check";
}
