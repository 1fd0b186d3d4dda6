using Atelier.Providers.Calls;

namespace Atelier.Providers.Reconciling;

/// <summary>Another lost call at the same provider.</summary>
/// <param name="FirstSlot">The first of the slots it was to serve, from 0.</param>
public sealed record LostRival(CompiledCall Call, DateTimeOffset IntentAt, int FirstSlot = 0);
