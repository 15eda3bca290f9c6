//! The tables of the Standard Safeguarding Dataset that are written, and the columns of each, as published in July 2026 and in its order.
//!
//! A row is a struct with a field for each column, so that a column that the table does not have cannot be written, and one that is left out is empty.

use crate::write::table::Cell;

/// A row of one of the tables.
pub(super) trait Row<'r> {
    /// The table's name in the dataset.
    const TABLE: &'static str;

    /// Its cells, in the order of the columns.
    fn cells(self) -> Vec<Cell<'r>>;
}

macro_rules! tables {
    ($($(#[$about:meta])+ $row:ident $table:literal { $($column:ident)+ })+) => {
        $(
            $(#[$about])+
            #[derive(Default)]
            pub(super) struct $row<'r> {
                $(pub(super) $column: Cell<'r>,)+
            }

            impl<'r> Row<'r> for $row<'r> {
                const TABLE: &'static str = $table;

                fn cells(self) -> Vec<Cell<'r>> {
                    vec![$(self.$column),+]
                }
            }
        )+

        /// The tables, with their columns.
        pub(super) const TABLES: &[(&str, &[&str])] = &[$(($table, &[$(stringify!($column)),+])),+];
    };
}

tables! {
    /// Who the child is.
    Person "ssd_person" {
        pers_person_id
        pers_forename
        pers_surname
        pers_sex
        pers_gender
        pers_ethnicity
        pers_dob
        pers_common_child_id
        pers_legacy_id
        pers_upn_unknown
        pers_send_flag
        pers_expected_dob
        pers_death_date
        pers_is_mother
        pers_nationality
    }
    /// For how long social care works with the child.
    Referral "ssd_cin_episodes" {
        cine_referral_id
        cine_person_id
        cine_referral_date
        cine_cin_primary_need_code
        cine_referral_source_code
        cine_referral_source_desc
        cine_referral_outcome_json
        cine_referral_nfa
        cine_close_reason
        cine_close_date
        cine_referral_team
        cine_referral_worker_id
    }
    /// A plan as a child in need.
    CinPlan "ssd_cin_plans" {
        cinp_cin_plan_id
        cinp_referral_id
        cinp_person_id
        cinp_cin_plan_start_date
        cinp_cin_plan_end_date
        cinp_cin_plan_team
        cinp_cin_plan_worker_id
    }
    /// A child protection plan.
    CpPlan "ssd_cp_plans" {
        cppl_cp_plan_id
        cppl_referral_id
        cppl_icpc_id
        cppl_person_id
        cppl_cp_plan_start_date
        cppl_cp_plan_end_date
        cppl_cp_plan_initial_category
        cppl_cp_plan_ola
        cppl_cp_plan_latest_category
    }
    /// On which basis the child was looked after.
    LegalStatus "ssd_legal_status" {
        lega_legal_status_id
        lega_person_id
        lega_legal_status
        lega_legal_status_start_date
        lega_legal_status_end_date
    }
    /// That the child was looked after, and why that ended.
    CareEpisode "ssd_cla_episodes" {
        clae_cla_episode_id
        clae_person_id
        clae_cla_episode_start_date
        clae_cla_episode_start_reason
        clae_cla_primary_need_code
        clae_cla_episode_ceased_date
        clae_cla_episode_ceased_reason
        clae_cla_id
        clae_referral_id
        clae_cla_placement_id
        clae_entered_care_date
        clae_cla_last_iro_contact_date
    }
    /// Where the child was placed.
    Placement "ssd_cla_placement" {
        clap_cla_placement_id
        clap_cla_placement_start_date
        clap_cla_placement_type
        clap_cla_placement_urn
        clap_cla_placement_distance
        clap_cla_id
        clap_cla_placement_provider
        clap_cla_placement_postcode
        clap_cla_placement_end_date
        clap_cla_placement_change_reason
        clap_person_id
    }
    /// Who works with the child.
    Involvement "ssd_involvements" {
        invo_involvements_id
        invo_professional_id
        invo_professional_role_id
        invo_professional_team
        invo_involvement_start_date
        invo_involvement_end_date
        invo_worker_change_reason
        invo_person_id
        invo_referral_id
    }
    /// That the child was missing.
    Missing "ssd_missing" {
        miss_table_id
        miss_person_id
        miss_missing_episode_start_date
        miss_missing_episode_type
        miss_missing_episode_end_date
        miss_missing_rhi_offered
        miss_missing_rhi_accepted
    }
    /// A worker, by a number of this file’s own.
    Professional "ssd_professionals" {
        prof_professional_id
        prof_staff_id
        prof_professional_name
        prof_social_worker_registration_no
        prof_professional_job_title
        prof_professional_caseload
        prof_professional_department
        prof_full_time_equivalency
        prof_agency_worker_flag
    }
    /// A team, by a number of this file’s own.
    Team "ssd_department" {
        dept_team_id
        dept_team_name
        dept_team_parent_id
        dept_team_parent_name
    }
}
