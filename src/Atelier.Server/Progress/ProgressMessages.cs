using System.Text.Json;
using Atelier.Core.States;
using Atelier.Engine.Events;
using Atelier.Engine.Previews;
using Atelier.Server.Wire;

namespace Atelier.Server.Progress;

/// <summary>The messages of a stream, as JSON.</summary>
internal static class ProgressMessages
{
    private const string Progress = "IMAGE_GENERATION_PROGRESS";
    private const string Ready = "PROGRESS_READY";

    // What the provider itself shows; nothing here is made up.
    private const string Partial = "partial";

    /// <summary>The message of a frame that is not a quiet one.</summary>
    /// <param name="addressOf">Signs the address of a preview for whoever reads.</param>
    public static byte[] Of(ProgressFrame frame, Func<ShownPreview, string> addressOf) =>
        frame.News is { } news
            ? JsonSerializer.SerializeToUtf8Bytes(
                new { type = Progress, data = View(news, frame.Seq, addressOf) },
                CamelJson.Options
            )
            : JsonSerializer.SerializeToUtf8Bytes(
                new { type = Ready, data = new { seq = frame.Seq } },
                CamelJson.Options
            );

    /// <summary>Whether nothing more will be told of the frame's generation.</summary>
    public static bool IsEnd(ProgressFrame frame) =>
        frame.News is { } news && GenerationStates.TryParse(news.Row.State)?.IsTerminal() == true;

    private static ProgressView View(ProgressNews news, long seq, Func<ShownPreview, string> addressOf)
    {
        var row = news.Row;
        var state = GenerationStates.TryParse(row.State)!.Value;
        return new ProgressView(
            row.GenerationId,
            row.ElementId,
            row.SlideId,
            row.PresentationId,
            StatusOf(state).ToWire(),
            news.Progress,
            row.Stage,
            news.Remaining,
            state is GenerationState.Canceled or GenerationState.Review ? row.State : null,
            state.IsTerminal() ? ProgressError.Of(row) : null,
            news.Tick ? null : ProgressNotice.Of(AnotherTry.Read(row.Note)),
            news.Tick ? true : null,
            news.Preview is { } preview ? addressOf(preview) : null,
            news.Preview is null ? null : Partial,
            seq,
            row.At
        );
    }

    // Seven statuses are all that readers know.
    private static GenerationState StatusOf(GenerationState state) =>
        state switch
        {
            GenerationState.Canceled => GenerationState.Failed,
            GenerationState.Review => GenerationState.Queued,
            _ => state,
        };
}
