namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>An image model and the day it is shut down, if that is known.</summary>
internal sealed record OpenAiModel(string Id, OpenAiFamily Family, DateOnly Released, DateOnly? Shutdown = null)
{
    private static readonly DateOnly _december = new(2026, 12, 1);

    private static readonly OpenAiModel[] _all =
    [
        new("gpt-image-1", OpenAiFamily.V15, new(2025, 4, 23), new(2026, 10, 23)),
        new("gpt-image-1-mini", OpenAiFamily.Mini, new(2025, 10, 6), _december),
        new("gpt-image-1.5", OpenAiFamily.V15, new(2025, 12, 16), _december),
        new("gpt-image-1.5-2025-12-16", OpenAiFamily.V15, new(2025, 12, 16), _december),
        new("chatgpt-image-latest", OpenAiFamily.V15, new(2025, 12, 16), _december),
        new("gpt-image-2", OpenAiFamily.V2, new(2026, 4, 21)),
        new("gpt-image-2-2026-04-21", OpenAiFamily.V2, new(2026, 4, 21)),
        new("gpt-image-2.5-flare", OpenAiFamily.V25, new(2026, 9, 8)),
        new("gpt-image-2.5-flare-2026-09-08", OpenAiFamily.V25, new(2026, 9, 8)),
        new("gpt-image-2.5-sunburst", OpenAiFamily.V25, new(2026, 9, 8)),
        new("gpt-image-2.5-sunburst-2026-09-08", OpenAiFamily.V25, new(2026, 9, 8)),
        new("gpt-image-2.6-flare", OpenAiFamily.V26, new(2026, 11, 4)),
        new("gpt-image-2.6-sunburst", OpenAiFamily.V26, new(2026, 11, 4)),
    ];

    /// <summary>The models that still answer at that moment.</summary>
    public static IEnumerable<OpenAiModel> Alive(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return _all.Where(model => model.Shutdown is null || model.Shutdown > today);
    }

    public static OpenAiModel? Find(string id, DateTimeOffset now) =>
        Alive(now).FirstOrDefault(model => model.Id == id);

    public object ToWire() =>
        new
        {
            id = Id,
            @object = "model",
            created = new DateTimeOffset(Released, default, TimeSpan.Zero).ToUnixTimeSeconds(),
            owned_by = "system",
            shutdown_date = Shutdown?.ToString("yyyy-MM-dd"),
        };
}
