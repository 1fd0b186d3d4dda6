namespace Atelier.Providers.Piapi.Compiling;

/// <summary>What an offer names: a model and, where it has several, one of its tasks, written <c>model#task</c>.</summary>
internal sealed record PiapiModel(string Name, string Task)
{
    public const string Words = "txt2img";
    public const string Picture = "img2img";

    public static PiapiModel Of(string providerModel) =>
        providerModel.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at
            ? new PiapiModel(providerModel[..at], providerModel[(at + 1)..])
            : new PiapiModel(providerModel, "");
}
