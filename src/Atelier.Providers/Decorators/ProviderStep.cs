namespace Atelier.Providers.Decorators;

/// <summary>What is done with a provider.</summary>
public enum ProviderStep
{
    Submit,
    Poll,
    Cancel,
    Reconcile,
    Read,
    Check,
}
