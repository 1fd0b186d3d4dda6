namespace Atelier.Providers.Piapi.Finding;

/// <summary>What a task tells of whose it is.</summary>
internal enum Likeness
{
    /// <summary>It shows something that only this call has.</summary>
    Ours,

    /// <summary>It is like the call, and could be that of another call like it.</summary>
    Alike,

    /// <summary>It shows other words or another seed. It is not adopted; but words may be shown otherwise than they were sent.</summary>
    Unlike,

    /// <summary>It is of another model, or calls back another attempt.</summary>
    Anothers,

    /// <summary>It failed and cost nothing: whosever it was, it leaves no debt.</summary>
    Free,
}
