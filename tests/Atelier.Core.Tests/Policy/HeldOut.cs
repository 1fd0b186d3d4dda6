namespace Atelier.Core.Tests.Policy;

/// <summary>The shares of the held-out set that were judged rightly when it was first measured, as docs/policy.md has them.</summary>
internal static class HeldOut
{
    public const double Harmful = 44.0 / 60;
    public const double Harmless = 56.0 / 60;
}
