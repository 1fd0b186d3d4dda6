namespace Atelier.Data.Attempts;

/// <summary>Calls that one key has to look after.</summary>
/// <param name="SentWith">The mark of the key.</param>
public sealed record KeyUse(string Provider, string SentWith, int Calls);
