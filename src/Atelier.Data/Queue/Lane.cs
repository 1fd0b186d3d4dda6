namespace Atelier.Data.Queue;

/// <summary>The concurrency of one provider over all nodes.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Capacity">Calls at once; null is no limit.</param>
/// <param name="Paid">Whether a claim commits to a paid call: its intent holds the place. Else the running row does.</param>
public sealed record Lane(string Id, int? Capacity, bool Paid);
