using System.Globalization;
using System.Net;
using System.Text.Json;
using Atelier.Client.Http;
using Atelier.Client.Photos;

namespace Atelier.Client.Events;

/// <summary>Follows a generation's stages over cut connections, from where it stood.</summary>
internal sealed class StageStream(
    Transport transport,
    AtelierClientOptions options,
    TimeProvider time,
    string taskId,
    ProgressReporter reporter
)
{
    // In a row, without anything new between them: then something on the way does not let streams live.
    private const int MostCuts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string _path = $"v1/generations/{Uri.EscapeDataString(taskId)}/events";
    private long _last;

    /// <summary>Whether the generation has ended; false when the caller has to ask instead.</summary>
    public async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        var cuts = 0;
        while (true)
        {
            var before = _last;
            var end = await ReadOnceAsync(cancellationToken);
            if (end is not StreamEnd.Cut)
            {
                return end is StreamEnd.Over;
            }

            cuts = _last > before ? 1 : cuts + 1;
            if (cuts >= MostCuts)
            {
                return false;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<StreamEnd> ReadOnceAsync(CancellationToken cancellationToken)
    {
        using var silent = new CancellationTokenSource(options.FirstEventLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, cancellationToken);
        try
        {
            using var request = transport.Origin.Request(HttpMethod.Get, transport.Origin.Below(_path));
            request.Headers.Accept.ParseAdd("text/event-stream");
            if (_last > 0)
            {
                request.Headers.Add("Last-Event-ID", _last.ToString(CultureInfo.InvariantCulture));
            }

            using var response = await transport.SendOnceAsync(request, either.Token);
            return response.StatusCode == HttpStatusCode.NoContent ? StreamEnd.Over
                : IsStream(response) ? await ReadAsync(response, silent, either.Token)
                : StreamEnd.Unusable;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return StreamEnd.Cut;
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException)
        {
            return StreamEnd.Unusable;
        }
        // Nothing at all comes through: a proxy that gathers. After an event it is a connection that died without a word.
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return _last > 0 ? StreamEnd.Cut : StreamEnd.Unusable;
        }
    }

    private async Task<StreamEnd> ReadAsync(
        HttpResponseMessage response,
        CancellationTokenSource silent,
        CancellationToken cancellationToken
    )
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (_last > 0)
        {
            silent.CancelAfter(options.EventSilenceLimit);
        }

        await foreach (var next in EventReader.ReadAsync(body, cancellationToken))
        {
            if (next is not null && Tell(next))
            {
                return StreamEnd.Over;
            }

            // The first thing to come is an event, however long the queue is; comments alone are not worth waiting for.
            if (_last > 0)
            {
                silent.CancelAfter(options.EventSilenceLimit);
            }
        }

        return StreamEnd.Cut;
    }

    /// <summary>Whether it was the last one.</summary>
    private bool Tell(ServerEvent heard)
    {
        var stage =
            JsonSerializer.Deserialize(heard.Data, PhotoJson.Default.StageBody)
            ?? throw new InvalidDataException("An event says nothing.");
        if (!long.TryParse(heard.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw new InvalidDataException("An event has no number.");
        }

        if (
            id <= _last
            || (stage.GenerationId is { } other && !other.Equals(taskId, StringComparison.OrdinalIgnoreCase))
        )
        {
            return false;
        }

        _last = id;
        var state = StateOf(stage.State);
        if (heard.Name == "ended" || state is PhotoState.Completed or PhotoState.Failed)
        {
            return true;
        }

        reporter.Tell(state, state is PhotoState.Pending ? 10 : Math.Max(50, stage.Progress), stage.Stage);
        return false;
    }

    private static bool IsStream(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.OK
        && response.Content.Headers.ContentType?.MediaType == "text/event-stream";

    private static PhotoState StateOf(string state) =>
        state switch
        {
            "queued" or "review" => PhotoState.Pending,
            "complete" => PhotoState.Completed,
            "failed" or "canceled" => PhotoState.Failed,
            _ => PhotoState.Processing,
        };
}
