namespace Atelier.Crash.Tests.Checking;

/// <summary>
/// Holds what a run left behind against what is promised. Trusts no code of the service: rows are read with SQL of its own, and
/// what was paid is read from the providers.
/// </summary>
internal static class Checker
{
    /// <summary>A sentence for everything that is not as promised.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(Evidence evidence, CancellationToken cancellationToken)
    {
        var pictures = new PictureCheck();
        return
        [
            .. StateCheck.Check(evidence),
            .. PostCheck.Check(evidence),
            .. LaneCheck.Check(evidence),
            .. BookCheck.Check(evidence),
            .. await pictures.CheckAsync(evidence, cancellationToken),
        ];
    }
}
