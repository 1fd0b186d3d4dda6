namespace Atelier.Client.Photos;

/// <summary>Tells the caller of what is new: no step twice, none backwards.</summary>
internal sealed class ProgressReporter(string taskId, Action<PhotoProgress>? progress)
{
    private PhotoProgress? _last;

    public void Tell(PhotoStatus status) => Tell(status.Status, status.Progress, null);

    public void Tell(PhotoState state, int percent, string? stage)
    {
        if (state is not PhotoState.Failed && _last is { State: not PhotoState.Failed } last)
        {
            // A reconnected stream repeats what was, and a question may overtake an event.
            percent = Math.Max(percent, last.Percent);
            state = state > last.State ? state : last.State;
        }

        var step = new PhotoProgress(taskId, state, Math.Clamp(percent, 0, 100), stage);
        if (_last is null || step with { Stage = null } != _last with { Stage = null })
        {
            progress?.Invoke(step);
        }

        _last = step;
    }
}
