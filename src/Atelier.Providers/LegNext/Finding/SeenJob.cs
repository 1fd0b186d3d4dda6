namespace Atelier.Providers.LegNext.Finding;

/// <summary>A job that was in LegNext's list and may be the lost call's.</summary>
/// <param name="Near">Whether it may be by its time; otherwise only if clocks are wrong.</param>
internal sealed record SeenJob(string Id, bool Near, JobFate Fate = JobFate.Open);
