namespace Atelier.Server.Accounts;

/// <summary>A visitor's account; the cookie that owns it came with the answer.</summary>
/// <param name="IdleDays">Days without a visit after which it is erased with all it has.</param>
internal sealed record GuestView(Guid AccountId, string Tier, int IdleDays);
