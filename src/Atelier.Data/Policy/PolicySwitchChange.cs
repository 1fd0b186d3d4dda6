namespace Atelier.Data.Policy;

/// <summary>A wish to switch something.</summary>
/// <param name="IsOn">Null gives it back to the catalogue.</param>
public sealed record PolicySwitchChange(string Kind, string Id, bool? IsOn);
