namespace Atelier.Data.Webhooks;

/// <summary>How much a node wants to send now.</summary>
/// <param name="Most">Messages at most.</param>
/// <param name="PerHost">Under way to one host at a time, over all nodes.</param>
/// <param name="PerAccount">Under way for one account at a time, over all nodes.</param>
/// <param name="Lease">After this another node may send it again.</param>
public sealed record ClaimWish(int Most, int PerHost, int PerAccount, TimeSpan Lease);
