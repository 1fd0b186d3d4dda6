namespace Atelier.Server.Costs;

/// <summary>What providers billed against what the catalogue says, of calls whose bill the provider told.</summary>
/// <param name="Object">Always <c>cost_drift</c>.</param>
/// <param name="Days">Back from now.</param>
/// <param name="Data">One row an offer that was billed.</param>
internal sealed record DriftReportView(string Object, int Days, IReadOnlyList<DriftView> Data);
