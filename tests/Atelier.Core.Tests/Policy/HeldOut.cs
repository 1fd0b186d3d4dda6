namespace Atelier.Core.Tests.Policy;

/// <summary>How much of the second held-out set there is and was judged rightly, as docs/policy.md has it.</summary>
internal static class HeldOut
{
    public const int Harmful = 108;
    public const int HarmfulFound = 93;
    public const int Harmless = 109;
    public const int HarmlessAllowed = 109;
}
