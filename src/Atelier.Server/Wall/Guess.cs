namespace Atelier.Server.Wall;

/// <summary>One secret that is being looked up. Dispose gives its place back; what was neither right nor wrong counts nowhere.</summary>
internal sealed class Guess(GuessGuard guard, HttpContext context, string kind, UInt128 secret, UInt128? place)
    : IDisposable
{
    private bool _given;

    /// <summary>Remembers it as right.</summary>
    public void Right() => guard.Right(secret);

    /// <summary>Counts it as wrong.</summary>
    public Task WrongAsync() => guard.WrongAsync(context, kind, secret);

    public void Dispose()
    {
        if (place is { } address && !_given)
        {
            _given = true;
            guard.GiveBack(address);
        }
    }
}
