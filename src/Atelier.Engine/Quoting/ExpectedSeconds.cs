namespace Atelier.Engine.Quoting;

/// <summary>What is assumed where nothing is known (requirement B-46).</summary>
internal static class ExpectedSeconds
{
    public const double WithoutHistory = 15;
}
