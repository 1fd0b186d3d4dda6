namespace Atelier.Server.Policy;

/// <summary>What is on at this moment.</summary>
/// <param name="Object">Always <c>policy</c>.</param>
/// <param name="Moderation">Who is asked about prompts besides the lists: none or openai.</param>
internal sealed record PolicyView(
    string Object,
    string Moderation,
    IReadOnlyList<PolicySwitchView> Categories,
    IReadOnlyList<PolicySwitchView> Styles,
    IReadOnlyList<PolicySwitchView> Checks
);

/// <summary>Something that can be on or off.</summary>
/// <param name="Default">What holds until somebody switches it.</param>
/// <param name="Switchable">False of what is always on.</param>
/// <param name="ChangedAt">When it was switched last; null when it never was, or was given back.</param>
internal sealed record PolicySwitchView(string Id, bool On, bool Default, bool Switchable, DateTimeOffset? ChangedAt);
