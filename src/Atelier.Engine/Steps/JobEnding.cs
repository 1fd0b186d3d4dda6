using Atelier.Core.States;
using Atelier.Data.Generations;

namespace Atelier.Engine.Steps;

/// <summary>How a job ends, from what was kept of it.</summary>
internal static class JobEnding
{
    // What a canceled generation brought all the same is there for a day.
    private static readonly TimeSpan KeptAfterCancel = TimeSpan.FromHours(24);

    /// <summary>The words that go with a code; what a provider said is never among them.</summary>
    private static readonly Dictionary<string, string> Messages = new()
    {
        ["canceled"] = "Canceled by the caller.",
        ["content_policy"] = "The provider refused the request because of its content policy; nothing was charged.",
        ["budget_exceeded"] =
            "The picture needed another try, and the budget leaves no money for it; nothing was charged.",
        ["outcome_unknown"] =
            "The provider was called and did not answer; whether it made a picture is not known, so it is not tried again.",
        ["service_unavailable"] =
            "Every provider that can make the picture failed or was out of reach; nothing was charged. Try again later.",
        ["provider_unavailable"] =
            "The model that was named failed or was out of reach, and no other may take over; nothing was charged.",
        [SlotJudge.TooLarge] =
            "The file of a picture that the request is about is larger than its provider takes (openai 50 MB, gemini 100 MB in all, "
            + "stability and piapi 10 MiB, as PNG), and no other could take over; nothing was sent or charged. Make it smaller.",
        [Unmarkable] = "The picture could not be given the mark that its account's tier asks for; nothing was charged.",
    };

    private const string Unmarkable = "watermark_failed";
    private const string Failed = "generation_failed";

    private static readonly string[] ByGravity =
    [
        Unmarkable,
        Reason.Canceled,
        "content_policy",
        "outcome_unknown",
        "budget_exceeded",
        Failed,
        SlotJudge.TooLarge,
        "provider_unavailable",
        "service_unavailable",
    ];

    /// <summary>The pictures came and must not be given without the mark, which could not be drawn.</summary>
    public static Ending Unmarked(int count) =>
        WithoutPictures(count, Complete(count, new Dictionary<int, string>(), Unmarkable));

    /// <summary>Nothing came.</summary>
    public static Ending WithoutPictures(int count, IReadOnlyDictionary<int, string> errors)
    {
        var code = Gravest(errors);
        return new Ending(
            code == Reason.Canceled ? GenerationState.Canceled : GenerationState.Failed,
            new Dictionary<int, Data.Images.NewImage>(),
            Complete(count, errors, code),
            code,
            Messages.GetValueOrDefault(code, "The picture could not be made; the log says why.")
        )
        {
            Paid = true,
        };
    }

    /// <summary>Something came.</summary>
    /// <param name="charges">Whether a canceled generation pays for what came all the same.</param>
    public static Ending Of(int count, KeptPictures kept, bool canceled, bool charges)
    {
        if (kept.Delivered.Count == 0 && kept.Candidates.Count == 0)
        {
            return WithoutPictures(
                count,
                canceled ? Complete(count, new Dictionary<int, string>(), Reason.Canceled) : kept.Errors
            );
        }

        var errors = Enumerable
            .Range(0, count)
            .Where(slot => !kept.Delivered.ContainsKey(slot))
            .ToDictionary(slot => slot, slot => kept.Errors.GetValueOrDefault(slot, Failed));
        // Of what is delivered; a surplus picture that did not pass is only never offered.
        var concerns = kept.Delivered.Values.SelectMany(image => image.Concerns).Distinct().ToList();
        if (!canceled)
        {
            return new Ending(GenerationState.Complete, kept.Delivered, errors)
            {
                Concerns = concerns,
                Candidates = kept.Candidates,
                Paid = true,
            };
        }

        // Nobody waits for it any more, so nobody is asked to look at what is of concern, and nobody pays for that.
        var paid = kept
            .Delivered.Where(pair => charges && pair.Value.Concerns.Count == 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var slot in kept.Delivered.Keys.Where(slot => !paid.ContainsKey(slot)))
        {
            errors[slot] = Reason.Canceled;
        }

        var all = kept.Delivered.Values.Except(paid.Values).Concat(kept.Candidates).ToList();
        return new Ending(
            GenerationState.Canceled,
            paid,
            paid.Count > 0 ? errors : Complete(count, kept.Errors, Reason.Canceled),
            Reason.Canceled,
            Messages[Reason.Canceled]
        )
        {
            Candidates = all,
            KeptFor = KeptAfterCancel,
            Paid = true,
        };
    }

    private static Dictionary<int, string> Complete(
        int count,
        IReadOnlyDictionary<int, string> errors,
        string otherwise
    ) => Enumerable.Range(0, count).ToDictionary(slot => slot, slot => errors.GetValueOrDefault(slot, otherwise));

    // A refusal says more than a provider that was down; a cancel explains all the others.
    private static string Gravest(IReadOnlyDictionary<int, string> errors) =>
        Array.Find(ByGravity, errors.Values.Contains) ?? Failed;
}
