namespace Atelier.Providers.LegNext.Finding;

/// <summary>What is known of a job that was seen while a lost call was looked for.</summary>
internal enum JobFate
{
    /// <summary>It may be the call's, and may cost something.</summary>
    Open,

    /// <summary>It is another call's.</summary>
    Anothers,

    /// <summary>It failed and cost nothing: whosever it was, it leaves no debt.</summary>
    Free,
}
