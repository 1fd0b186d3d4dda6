using Atelier.Data.Attempts;
using Atelier.Engine.Steps;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Previews;

/// <summary>
/// What is shown of one call: one glimpse at a time, and not too many. Whatever happens to one, the call hears nothing of it.
/// Disposing ends it and waits for nothing.
/// </summary>
internal sealed class PreviewRun(PreviewDesk desk, Job job, AttemptRow attempt) : IGlimpses, IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private long _lastAt;
    private int _busy;
    private bool _any;
    private volatile bool _ended;

    public Job Job => job;

    public AttemptRow Attempt => attempt;

    public bool Wanted => IsOfOne && desk.Shows;

    // Of several at once a provider shows one sheet of them all, and our mark would lie on its last picture alone.
    private bool IsOfOne => attempt.Slots.Count == 1;

    public void Tell(int percent)
    {
        if (!_ended)
        {
            desk.Tell(this, percent);
        }
    }

    public void Show(ReadOnlyMemory<byte> picture)
    {
        if (_ended || !IsOfOne || Interlocked.Exchange(ref _busy, 1) != 0)
        {
            return;
        }

        if (_any && !desk.IsDue(_lastAt))
        {
            Volatile.Write(ref _busy, 0);
            return;
        }

        (_any, _lastAt) = (true, desk.Now);
        // Nobody waits for it: the call must not.
        _ = Task.Run(() => ShowAsync(picture));
    }

    /// <summary>Nothing more of this call is shown.</summary>
    public void Stop() => _ended = true;

    public void Dispose()
    {
        Stop();
        // Not disposed: what is under way still holds its token.
        _over.Cancel();
    }

    private async Task ShowAsync(ReadOnlyMemory<byte> picture)
    {
        try
        {
            await desk.ShowAsync(this, picture, _over.Token);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
