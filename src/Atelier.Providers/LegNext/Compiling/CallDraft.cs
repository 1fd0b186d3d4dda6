using System.Text.Json.Nodes;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.LegNext.Compiling;

/// <summary>A call while it is compiled: what is asked, and what it loses.</summary>
internal sealed class CallDraft(CompileOrder order, LegNextOptions options)
{
    /// <summary>Characters of a text or a remix prompt.</summary>
    public const int MostText = 8192;

    /// <summary>Characters of a picture's address, by LegNext's limit.</summary>
    public const int MostAddress = 1024;

    private readonly List<Degradation> _losses = [];

    public CompileOrder Order => order;

    public LegNextOptions Options => options;

    public void Lose(string code, string text) => _losses.Add(new Degradation(code, text));

    /// <summary>Declares the options that cannot be said to a task without words.</summary>
    public void LoseOptions(IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            Lose(
                "provider_options_dropped",
                $"LegNext has no place here for {string.Join(", ", names)}; the picture's own job decides."
            );
        }
    }

    public Compilation Ready(LegNextTask task, bool creative = false, bool turboPossible = false)
    {
        DeclareCommon();
        var pictures = LegNextKinds.PicturesOf(task.Kind);
        return new Compilation.Ready(
            new CompiledCall(LegNextProvider.Name, order.Model.Id, pictures, pictures, task.ToJson(), _losses)
            {
                FinalPrompt = task.Words,
                ExpectedNanos = LegNextPoints.NanosOf(task.Kind, task.Turbo, creative),
                PriceFactor = LegNextPoints.FactorOf(task.Kind, task.Turbo, creative),
                MaximumNanos = LegNextPoints.NanosOf(task.Kind, task.Turbo || turboPossible, creative),
            }
        );
    }

    public static Compilation Impossible(RejectionCause cause, string text) =>
        new Compilation.Impossible(new Rejection(cause, text));

    /// <summary>Passed over, since LegNext could not fetch a file from us.</summary>
    public static Compilation Unreachable() =>
        Impossible(
            RejectionCause.Availability,
            "fetches pictures itself, which needs a public address of this service"
        );

    /// <summary>Passed over, since the words leave no room.</summary>
    public static Compilation TooLong(int length) =>
        Impossible(
            RejectionCause.Prompt,
            $"takes texts of {MostText} characters; with words of the style and flags this one has {length}"
        );

    public static JsonObject Body(params (string Name, JsonNode? Value)[] members) =>
        new(
            members
                .Where(member => member.Value is not null)
                .Select(member => KeyValuePair.Create(member.Name, member.Value))
        );

    private void DeclareCommon()
    {
        if (options.Relax)
        {
            Lose("mode_unavailable", "LegNext does not sell the mode relax; the picture is made in the mode fast.");
        }
    }
}
